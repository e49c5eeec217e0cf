"""What tests of pages in this room share."""


def text_of(response) -> str:
    """The text of a page that came."""
    assert response.status_code == 200
    return response.content.decode()
