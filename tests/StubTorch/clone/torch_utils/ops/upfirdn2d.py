_plugin = None


def run():
    """Stands for a plugin that couldn't."""
    print('Setting up a plugin ... failed!')
