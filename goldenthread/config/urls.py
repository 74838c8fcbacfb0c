"""Every address: sign-in, the chooser of partnerships, and each app under its partnership."""

from django.urls import include, path

from goldenthread.actions.urls import everywhere
from goldenthread.config import views
from goldenthread.meetings.views import contribute
from goldenthread.notify import views as notify
from goldenthread.partnerships.views import take_invitation

urlpatterns = [
    path("", views.choose_partnership, name="choose_partnership"),
    path(views.HEALTHY, views.healthy, name="healthy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("accounts/invitation/<str:token>/", take_invitation, name="take_invitation"),
    path("accounts/", include("goldenthread.people.urls")),
    path("messages/govuk-notify/", notify.hear_govuk_notify, name="hear_govuk_notify"),
    path("calendar/<str:token>.ics", notify.read_feed, name="read_feed"),
    path("contribute/<str:token>/", contribute, name="contribute"),
    path("", include(everywhere)),
    path("<slug:partnership>/", include("goldenthread.partnerships.urls")),
    path("<slug:partnership>/documents/", include("goldenthread.documents.urls")),
    path("<slug:partnership>/", include("goldenthread.notify.urls")),
    path("<slug:partnership>/", include("goldenthread.threads.urls")),
    path("<slug:partnership>/actions/", include("goldenthread.actions.urls")),
    path("<slug:partnership>/challenges/", include("goldenthread.challenges.urls")),
    path("<slug:partnership>/", include("goldenthread.returns.urls")),
    path("<slug:partnership>/", include("goldenthread.meetings.urls")),
    path("<slug:partnership>/risks/", include("goldenthread.risks.urls")),
    path("<slug:partnership>/scorecards/", include("goldenthread.scorecards.urls")),
    path("<slug:partnership>/", include("goldenthread.plans.urls")),
]

handler400 = "goldenthread.config.views.bad_request"
handler403 = "goldenthread.config.views.refused"
handler404 = "goldenthread.config.views.not_found"
handler500 = "goldenthread.config.views.failed"
