"""Base encoders, each written as an ordinary Hugging Face folder with safetensors."""
