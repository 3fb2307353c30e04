"""A client for HaloPSA that does not use this crate: plain HTTP and the standard library, in Halo's formats.

It gets a token, lists all tickets, and creates, changes and deletes one. Run it against the mock:

    set -a; . ./halo.env; set +a     # what the example `mock_server` printed
    python3 halo-api/examples/other_language.py
"""
import json
import os
import urllib.error
import urllib.parse
import urllib.request

BASE = os.environ["HALOPSA_BASE_URL"].rstrip("/")


def call(method, path, query=None, body=None, headers=None):
    """One request: its status, and its body as JSON or None."""
    url = f"{BASE}{path}" + (f"?{urllib.parse.urlencode(query)}" if query else "")
    request = urllib.request.Request(url, data=body, headers=headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            status, text = response.status, response.read()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read()
    return status, json.loads(text) if text else None


form = {"grant_type": "client_credentials", "client_id": os.environ["HALOPSA_CLIENT_ID"], "scope": "all",
        "client_secret": os.environ["HALOPSA_CLIENT_SECRET"]}
status, token = call("POST", "/auth/token", body=urllib.parse.urlencode(form).encode())
assert status == 200 and {"access_token", "token_type", "expires_in", "scope"} <= token.keys(), (status, token)
headers = {"Authorization": f"Bearer {token['access_token']}", "Content-Type": "application/json"}

# All three paging parameters, from page 1, until no rows remain: pages may be shorter than requested.
tickets, number = [], 1
while True:
    query = {"pageinate": "true", "page_size": 100, "page_no": number}
    status, page = call("GET", "/api/Tickets", query, headers=headers)
    assert status == 200, status
    tickets += page["tickets"]
    if not page["tickets"] or len(tickets) >= page["record_count"]:
        break
    number += 1
assert len({ticket["id"] for ticket in tickets}) == len(tickets) == page["record_count"]

# An array goes in, one object comes out; without an id it is created, with one it is changed.
status, made = call("POST", "/api/Tickets", body=json.dumps([{"summary": "From Python"}]).encode(), headers=headers)
assert status == 201 and made["summary"] == "From Python", (status, made)
change = json.dumps([{"id": made["id"], "summary": "From Python, changed"}]).encode()
assert call("POST", "/api/tickets", body=change, headers=headers)[0] == 201
status, ticket = call("GET", f"/api/Tickets/{made['id']}", {"includedetails": "true"}, headers=headers)
assert (status, ticket["summary"]) == (200, "From Python, changed"), (status, ticket)
assert call("DELETE", f"/api/Tickets/{made['id']}", headers=headers)[0] == 200
assert call("GET", f"/api/Tickets/{made['id']}", headers=headers) == (404, None)
print(f"{len(tickets)} tickets over {number} pages; ticket {made['id']} made, changed, read and deleted")
