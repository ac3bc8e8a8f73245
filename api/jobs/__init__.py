"""What commands and the API do alike, each as one function over an opened home."""
