"""Every setting there is: an environment variable, what it does, and what holds without it. A test keeps it whole."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Variable:
    """One environment variable: what it does, in a sentence, and what holds where it is not set."""

    name: str
    sentence: str
    unset: str


RUNNING = (
    Variable(
        "GOLDENTHREAD_ENVIRONMENT",
        "`production` switches on what a real installation needs, and refuses to start with a default key, with "
        "debugging or with demonstration accounts; `test` is for the tests.",
        "`development`",
    ),
    Variable(
        "GOLDENTHREAD_SECRET_KEY",
        "At least 50 random characters; signs sessions and links. Keep it secret, unchanged, and beside the backups.",
        "made once and kept in the data folder; production refuses to start",
    ),
    Variable(
        "GOLDENTHREAD_OLD_SECRET_KEYS",
        "Former keys, separated by commas, after the key was changed; without them people's second steps stop working.",
        "none",
    ),
    Variable("GOLDENTHREAD_HOSTS", "The names it answers to, separated by commas.", "this machine's own names"),
    Variable(
        "GOLDENTHREAD_BASE_URL",
        "The address people type, `https://…`; links in messages begin with it.",
        "`http://localhost:8000`",
    ),
    Variable(
        "GOLDENTHREAD_CONTACT",
        "An e-mail address for people for whom a page does not work; it stands in the accessibility statement.",
        "the statement names the partnership's business unit",
    ),
    Variable("GOLDENTHREAD_DEBUG", "Shows the program's own error pages; never in production.", "off"),
    Variable("GOLDENTHREAD_TIMER_SECONDS", "How many seconds lie between two rounds of the timer.", "20"),
    Variable(
        "GOLDENTHREAD_SESSION_SECONDS", "How long somebody stays signed in when they do nothing, in seconds.", "7200"
    ),
)
BEHIND_A_PROXY = (
    Variable(
        "GOLDENTHREAD_PROXY",
        "`true` trusts `X-Forwarded-Proto` and `X-Forwarded-For`. Only behind a proxy that always sets both.",
        "off",
    ),
    Variable("GOLDENTHREAD_HTTPS", "`false` leaves the way from HTTP to HTTPS to the proxy.", "on in production"),
)
DATA = (
    Variable(
        "DATABASE_URL",
        "A PostgreSQL of version 15 or newer: `postgres://user:password@host:5432/name?sslmode=require`.",
        "the server in the data folder, which starts by itself",
    ),
    Variable("GOLDENTHREAD_DATABASE", "The name of the database on the server in the data folder.", "`goldenthread`"),
    Variable("GOLDENTHREAD_TEST_DATABASE", "The name of the tests' database.", "`test_goldenthread`"),
    Variable("GOLDENTHREAD_DATA", "The folder of the database server, the documents and the key.", "`.data`"),
    Variable("GOLDENTHREAD_DOCUMENTS", "The folder of the documents.", "`documents` in the data folder"),
    Variable("GOLDENTHREAD_DOCUMENT_BYTES", "The largest document accepted, in bytes.", "20971520 (20 MB)"),
    Variable(
        "GOLDENTHREAD_S3_BUCKET",
        "Keeps documents in this bucket of S3, or of anything that speaks it, instead of in a folder. The usual "
        "`AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or the machine's own role, open it.",
        "documents stay in the folder",
    ),
    Variable("GOLDENTHREAD_S3_ENDPOINT", "The address of a store that is not Amazon's.", "Amazon's own"),
    Variable("GOLDENTHREAD_S3_REGION", "The region of the bucket.", "`eu-west-2` (London)"),
    Variable(
        "GOLDENTHREAD_BACKUP_PASSPHRASE",
        "Encrypts what `backup` writes and opens it for `restore`.",
        "not encrypted, unless a passphrase is given in another way",
    ),
)
MESSAGES = (
    Variable("EMAIL_URL", "A mail server: `smtp+tls://user:password@host:587`.", "messages are printed to the log"),
    Variable("GOLDENTHREAD_NOTIFY_KEY", "An API key of GOV.UK Notify; messages then go by it.", "the mail server"),
    Variable(
        "GOLDENTHREAD_NOTIFY_TEMPLATE",
        "The id of an e-mail template in GOV.UK Notify whose subject is `((subject))` and whose text is `((body))`.",
        "needed with a key",
    ),
    Variable(
        "GOLDENTHREAD_NOTIFY_CALLBACK_TOKEN",
        "The bearer token with which GOV.UK Notify tells what became of a message, at `/messages/govuk-notify/`.",
        "Notify is asked every ten minutes",
    ),
    Variable("GOLDENTHREAD_NOTIFY_URL", "The address of GOV.UK Notify.", "its public address"),
    Variable("GOLDENTHREAD_FROM", "Who messages come from.", "`Golden Thread <no-reply@localhost>`"),
)
SECTIONS = {
    "Running": RUNNING,
    "Behind a proxy": BEHIND_A_PROXY,
    "Database and documents": DATA,
    "Messages": MESSAGES,
}


def variables() -> list[Variable]:
    """Every variable, in the order of the page."""
    return [one for section in SECTIONS.values() for one in section]
