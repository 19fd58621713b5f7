"""What the world says of a site: its names, its hosts, its pages. Asked for `upside doctor --live`, and nothing is ever sent but questions.

`look` asks everything at once and gives it up together; what was not answered is an `Unknown` with its reason, never an empty answer.
What follows from it is for `decide.preparedness` to say. Time is measured by `time.monotonic`, to give up; no clock is asked.
"""

from generator.publish.looking.heartbeat import beat
from generator.publish.looking.markup import markup
from generator.publish.looking.names import INSTALL, Resolver, installed, is_address
from generator.publish.looking.world import Wanted, look

__all__ = ["INSTALL", "Resolver", "Wanted", "beat", "installed", "is_address", "look", "markup"]
