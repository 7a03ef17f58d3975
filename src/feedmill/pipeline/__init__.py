"""The conductor: the only room that knows the order of things.

One pass, as a picture (``refresh.py``)::

    look over the folder ──► what changed and has settled (``intake.py``)
      | readers.digest        side by side, in killable processes: bytes → articles, judged
      | ingest                one document = one transaction: original, articles, placement, dirty marks
    rejudge                   what an earlier version of the beat judged
    compose                   one transaction: dirty stories → entries, dirty feeds
    publish                   dirty feeds and pages → files, written when changed; marks cleared last

Whatever is committed leaves marks for the next step, so a process that is killed anywhere is picked up by the next
pass: at worst something is done again, with the same result.
"""

from feedmill.pipeline.desk import Desk, open_desk
from feedmill.pipeline.refresh import Wish, refresh
from feedmill.pipeline.report import Progress, Report

__all__ = ["Desk", "Progress", "Report", "Wish", "open_desk", "refresh"]
