"""Documents that are kept under an agreement, what is read in them, to whom they are delivered, and what is decided.

They are processed for the customer whose agreement it is, with Facturis as processor (Art. 28 GDPR): so the customer is
the owner of every row, and whoever hands in, decides or receives is mentioned in it.
"""

from facturis.services.documents.models.about import Delivery, Find, Share, Step
from facturis.services.documents.models.kept import Document, Dossier, Track, Word

__all__ = ["Delivery", "Document", "Dossier", "Find", "Share", "Step", "Track", "Word"]
