"""A person, who may or may not sign in."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac


class UserManager(BaseUserManager["User"]):
    """Makes people; an address is one person, however it is typed."""

    def create_user(
        self, email: str, name: str, password: str | None = None, *, hashed: str = "", **fields: Any
    ) -> "User":
        """Save and return a person. Without a password the person is known but cannot sign in.

        `hashed` is a password that Django's `make_password` has hashed already, for making many people at once.
        Raises `ValueError` for an empty address and `IntegrityError` for one that is taken.
        """
        if not email.strip():
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=email.strip().lower(), name=name.strip(), **fields)
        user.password = hashed or make_password(password)
        user.save(using=self._db)
        return user

    def able_to_sign_in(self) -> models.QuerySet["User"]:
        """Those whose account is open and who have a password or a passkey; one that is open may still lack both."""
        # Django keeps "!" in the place of a password for somebody who has none.
        has_a_way = ~models.Q(password__startswith="!") | models.Q(authenticator__type="webauthn")  # noqa: S106
        return self.filter(has_a_way, is_active=True).distinct()


class User(AbstractBaseUser):
    """A person known to one or several partnerships."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("e-mail address", max_length=254, unique=True)
    name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    # Part of what makes a session valid: one more, and every session of this person ends in every process at once.
    times_signed_out = models.PositiveIntegerField(default=0)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "id is_active is_demonstration created_at last_login times_signed_out",
        "personal": "email name job_title phone password",
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="one_person_per_address")]

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match: the password, and how often this person was signed out everywhere."""
        made_of = f"{self.password}:{self.times_signed_out}"
        return salted_hmac("goldenthread.people.session", made_of, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        """The person's name as they give it."""
        return self.name


class UsedLink(models.Model):
    """A link from a message by which somebody answered without signing in: it was used, and works no more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nonce = models.CharField(max_length=40, unique=True)
    purpose = models.CharField(max_length=40)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="links_used")
    used_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "id nonce purpose used_at expires_at",
        "personal": "person",
    }

    def __str__(self) -> str:
        return f"{self.purpose}, used by {self.person}"


class SignIn(User):
    """A person as somebody who signs in: the trail keeps under this name what only few may read (guide D.1, L)."""

    class Meta:
        proxy = True
