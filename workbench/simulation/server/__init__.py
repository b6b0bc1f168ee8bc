"""The simulated tenant as a server that speaks Microsoft Graph and the identity platform."""
