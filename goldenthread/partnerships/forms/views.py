"""What people type about a list they keep as a view."""

from goldenthread.web.forms import Form, Text, Tick


class ViewForm(Form):
    """A view's name, and whether others use it too."""

    name = Text("Name of the view", hint="For example, Overdue in Neglect", max_length=80, width="20",
                autocomplete="off", missing="Enter a name for the view")  # fmt: skip
    is_shared = Tick("Let everybody here use it", hint="Everybody who may open this list sees the name.", small=True)
