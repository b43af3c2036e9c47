"""The official generators out of the user's own clone, with random weights in the official configurations.

Nothing of that code is here: only the names of its constructors' arguments and the values that its training script gives them.
"""
import importlib
import sys

# float32 layers are forced; 'official' is the float16 of the training script, 'fp16' the same in every layer that the code allows.
FLOAT16_RESOLUTIONS = {'float32': 0, 'tf32': 0, 'official': 4, 'fp16': 10}

_STYLEGAN2 = {'module': 'training.networks_stylegan2', 'mapping': 8, 'plugins': ['bias_act', 'upfirdn2d']}
_STYLEGAN3 = {'module': 'training.networks_stylegan3', 'mapping': 2, 'plugins': ['bias_act', 'filtered_lrelu']}
_RADIAL = {'conv_kernel': 1, 'use_radial_filters': True}

CONFIGURATIONS = {
    'stylegan2-256': (_STYLEGAN2, 256, {'channel_base': 16384, 'channel_max': 512}),
    'stylegan2-1024': (_STYLEGAN2, 1024, {'channel_base': 32768, 'channel_max': 512}),
    'stylegan3-t-256': (_STYLEGAN3, 256, {'channel_base': 16384, 'channel_max': 512}),
    'stylegan3-t-1024': (_STYLEGAN3, 1024, {'channel_base': 32768, 'channel_max': 512}),
    'stylegan3-r-256': (_STYLEGAN3, 256, {'channel_base': 32768, 'channel_max': 1024, **_RADIAL}),
    'stylegan3-r-1024': (_STYLEGAN3, 1024, {'channel_base': 65536, 'channel_max': 1024, **_RADIAL}),
}


class OfficialNetwork:
    """z [N, 512] -> picture, and which of its kernels it ran."""

    def __init__(self, clone, name, precision, device='cuda'):
        import torch
        if clone not in sys.path:
            sys.path.insert(0, clone)
        family, resolution, arguments = CONFIGURATIONS[name]
        self.plugins = family['plugins']
        self.force_fp32 = precision in ('float32', 'tf32')
        generator = importlib.import_module(family['module']).Generator(
            z_dim=512, c_dim=0, w_dim=512, img_resolution=resolution, img_channels=3, mapping_kwargs={'num_layers': family['mapping']},
            num_fp16_res=FLOAT16_RESOLUTIONS[precision], conv_clamp=256, **arguments)
        self.generator = generator.eval().requires_grad_(False).to(device)
        self.label = torch.zeros([1, 0], device=device)

    def __call__(self, z):
        return self.generator(z, self.label.expand(z.shape[0], -1), noise_mode='const', force_fp32=self.force_fp32)

    def path(self):
        """Its plugins are compiled when first used; where that fails it may go on by slow reference code, which is no fair rival."""
        missing = [name for name in self.plugins if not _is_compiled(name)]
        return 'REFERENCE PATH of ' + ' and '.join(missing) if missing else 'compiled plugins'


def _is_compiled(name):
    return getattr(sys.modules.get('torch_utils.ops.' + name), '_plugin', None) is not None
