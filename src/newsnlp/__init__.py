"""Raw Russian news in; who is what, who took part in what and who said what out."""

__all__ = ["__version__"]

__version__ = "0.1.0"
