"""Advisories: found in a text as their registers write them, and where each can be read."""

from __future__ import annotations

import pytest

from openhub.read import advisories

FOUND = {
    "CVE-2026-1234": "https://www.cve.org/CVERecord?id=CVE-2026-1234",
    "cve-2026-12345": "https://www.cve.org/CVERecord?id=CVE-2026-12345",
    "GHSA-2345-6789-CFGH": "https://github.com/advisories/GHSA-2345-6789-cfgh",
    "RUSTSEC-2026-0001": "https://osv.dev/vulnerability/RUSTSEC-2026-0001",
    "PYSEC-2026-7": "https://osv.dev/vulnerability/PYSEC-2026-7",
    "RHSA-2026:0123": "https://osv.dev/vulnerability/RHSA-2026:0123",
    "USN-1234-1": "https://osv.dev/vulnerability/USN-1234-1",
    "CURL-CVE-2026-12": "https://osv.dev/vulnerability/CURL-CVE-2026-12",
}


@pytest.mark.parametrize(("id_", "address"), FOUND.items())
def test_an_id_is_found_and_leads_to_its_register(id_, address):
    prose = f"Fixes ({id_}), as told at https://example.org/{id_.lower()}."
    written = advisories.written(id_)
    assert list(advisories.ids(prose)) == [written, written]
    assert advisories.address(id_) == address


@pytest.mark.parametrize(
    "prose", ["CVE-26-1", "XCVE-2026-1234", "CVE-2026-123", "GHSA-12-34", "a-CVE-2026-1234"]
)
def test_what_is_no_id_is_none(prose):
    assert list(advisories.ids(prose)) == []
