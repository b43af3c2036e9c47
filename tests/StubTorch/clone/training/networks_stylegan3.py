from torch_utils.ops import bias_act, filtered_lrelu
from training import generator


class Generator(generator.Generator):
    known = generator.Generator.known | {'conv_kernel', 'use_radial_filters'}
    operations = bias_act, filtered_lrelu
