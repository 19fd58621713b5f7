"""What is settled of a site, remembered between builds."""

from __future__ import annotations

from generator.decide import over, settled
from generator.memory import Memory
from generator.model import Site


class Archive:
    """The settled reports of a site. `Archive()` knows none, and keeps none."""

    def __init__(self) -> None:
        self.incidents = settled.shelf()
        self.maintenances = over.shelf()
        self._memory: Memory | None = None
        self._site = ""

    @classmethod
    def of(cls, site: Site, memory: Memory) -> Archive:
        """What `memory` holds of reports that were read with `site` as it is."""
        archive = cls()
        archive._memory, archive._site = memory, site.digest
        archive.incidents.recall(site.digest, memory)
        archive.maintenances.recall(site.digest, memory)
        return archive

    def keep(self) -> None:
        """Remember what was used or learned, and nothing else."""
        if self._memory is not None:
            self.incidents.keep(self._site, self._memory)
            self.maintenances.keep(self._site, self._memory)
