"""What an agent costs beyond its tokens: models with their inputs shown, and what others have published."""
