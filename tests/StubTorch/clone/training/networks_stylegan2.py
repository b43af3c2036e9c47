from torch_utils.ops import bias_act, upfirdn2d
from training import generator


class Generator(generator.Generator):
    operations = bias_act, upfirdn2d
