"""What the styleguide shows: invented samples, and colours and icons as the style sheets hold them."""
