"""Pages about mails: what one is written about, ending it, and the gallery for developers."""
