"""What attackers, bulk senders and the company's own trainer send into the simulated tenant."""
