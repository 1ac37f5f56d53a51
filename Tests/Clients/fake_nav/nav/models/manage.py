"""Boxes, and what they consist of."""

from dataclasses import dataclass


@dataclass
class Named:
    """A room, location or organization."""

    id: str
    location: "Named" = None


@dataclass
class Netbox:
    sysname: str
    room: Named
    organization: Named
    maintenance: bool = False

    def is_on_maintenance(self):
        return self.maintenance

    def get_absolute_url(self):
        return f"/ipdevinfo/{self.sysname}/"


@dataclass
class Interface:
    netbox: Netbox
    ifname: str
