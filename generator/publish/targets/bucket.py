"""A target that is a bucket: S3 and whatever speaks like it, Google Cloud Storage, Azure."""

from __future__ import annotations

from generator.publish.targets.target import BadAddress, Target


class Bucket:
    """An object store."""

    @classmethod
    def at(cls, address: str) -> Target:
        """The bucket that `address` names."""
        raise BadAddress(f"{address}: buckets are not written to yet")
