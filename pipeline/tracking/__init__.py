"""MLflow: runs, the registry and the served model. Nothing else imports mlflow."""
