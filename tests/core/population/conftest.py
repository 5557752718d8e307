from tests.factories.population import register

__all__ = ["register"]
