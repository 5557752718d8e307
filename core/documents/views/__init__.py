"""Pages of documents: verification (anybody), the signer's certificate, the book of numbers."""
