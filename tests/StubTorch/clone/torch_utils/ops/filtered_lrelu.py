_plugin = None


def run():
    """Stands for a plugin that could be compiled when first used."""
    global _plugin
    _plugin = object()
