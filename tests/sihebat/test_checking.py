"""The checker sees roll-ups that somebody changed behind the triggers' back."""

import pytest
from django.core.management import CommandError, call_command

from sihebat.queries.checking import roll_up_differences
from tests.factories.sihebat import FillFactory
from tools import testing


@pytest.mark.parametrize(
    ("roll_up", "change"),
    [
        ("day", "UPDATE sihebat_dailytotal SET total = 199999"),
        ("month", "UPDATE sihebat_monthlytotal SET total = 199999"),
    ],
)
def test_a_roll_up_that_was_tampered_with_is_seen(committed, roll_up, change):
    FillFactory()
    with testing._admin(committed) as owner, owner.cursor() as cursor:
        cursor.execute(change)
    found = {row["roll_up"]: (row["total"], row["total_found"]) for row in roll_up_differences()}
    assert found[roll_up] == (199_999, 200_000)
    with pytest.raises(CommandError, match="tidak sama"):
        call_command("check_daily_totals")
