import pytest

from workbench.simulation.population.names import plain


@pytest.mark.parametrize(
    ("name", "address"),
    [("Sørensen", "sorensen"), ("Yılmaz", "yilmaz"), ("Nguyễn", "nguyen"), ("Weiß", "weiss"),
     ("Seo-yeon", "seo-yeon"), ("B. Lund", "blund"), ("Zając", "zajac")],
)  # fmt: skip
def test_names_become_addresses(name: str, address: str) -> None:
    assert plain(name) == address
