"""People for tests of any app."""

import factory

from goldenthread.people.models import User

PASSWORD = "quiet-harbour-lantern"


class PersonFactory(factory.django.DjangoModelFactory):
    """Somebody who can sign in with `PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@riverside.example")

    @classmethod
    def _create(cls, model_class: type[User], *args: object, **kwargs: object) -> User:
        kwargs.setdefault("password", PASSWORD)
        return model_class.objects.create_user(*args, **kwargs)
