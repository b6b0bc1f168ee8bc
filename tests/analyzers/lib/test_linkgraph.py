"""The ways of links become one small graph."""

from __future__ import annotations

from analyzers.lib.linkgraph import NODES, graph
from analyzers.lib.linkset import make
from analyzers.model import codec
from analyzers.model.linkgraph import LinkEdge, LinkGraph, LinkNode, NodeKind


def test_a_way_leads_from_the_text_to_the_last_domain() -> None:
    url = "https://www.google.com/url?q=https://goal.example.com/"
    assert graph([make(url, "here", "a")]) == LinkGraph(
        (
            LinkNode(NodeKind.TEXT, "here"),
            LinkNode(NodeKind.ADDRESS, url),
            LinkNode(NodeKind.STEP, "https://goal.example.com/"),
            LinkNode(NodeKind.DOMAIN, "example.com"),
        ),
        (LinkEdge(0, 1), LinkEdge(1, 2, "Google redirect"), LinkEdge(2, 3)),
    )


def test_equal_nodes_and_edges_are_one() -> None:
    found = graph([make("https://a.example.com/", text, "a") for text in ("one", "two", "one")])
    assert [node.count for node in found.nodes] == [2, 3, 3, 1]
    assert found.edges[0] == LinkEdge(0, 1, "", 2)
    assert len(found.edges) == 3


def test_an_end_that_a_server_keeps_is_unknown() -> None:
    found = graph([make("https://protect-us.mimecast.com/s/x?domain=a.example.com", "", "a")])
    assert found.nodes[-1] == LinkNode(NodeKind.UNKNOWN, "example.com")
    assert found.edges[-1].by == "Mimecast URL Protect"


def test_what_finds_no_room_is_counted() -> None:
    found = graph(make(f"https://a{n}.example/", str(n), "a") for n in range(200))
    assert len(found.nodes) <= NODES
    assert found.left_out == 200 - len(found.nodes) // 3
    assert graph([]) == LinkGraph()


def test_a_graph_survives_the_codec() -> None:
    found = graph([make("https://a.example.com/", "t", "a")])
    assert codec.decode(LinkGraph, codec.encode(found)) == found


def test_a_host_without_a_registrable_domain_is_the_end_itself() -> None:
    assert graph([make("http://192.0.2.7/x", "", "a")]).nodes[-1] == LinkNode(
        NodeKind.DOMAIN, "192.0.2.7"
    )
