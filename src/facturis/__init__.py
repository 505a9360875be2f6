"""The product: an online document and invoice service on the kernel."""
