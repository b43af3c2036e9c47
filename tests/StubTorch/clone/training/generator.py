"""What the generators of both families share: the arguments that are asked of them are checked, and nothing is computed."""
import torch


class Generator:
    known = {'channel_base', 'channel_max', 'num_fp16_res', 'conv_clamp'}
    operations = ()

    def __init__(self, z_dim, c_dim, w_dim, img_resolution, img_channels, mapping_kwargs, **synthesis_kwargs):
        assert (z_dim, c_dim, w_dim, img_channels) == (512, 0, 512, 3) and list(mapping_kwargs) == ['num_layers']
        assert set(synthesis_kwargs) <= self.known, synthesis_kwargs
        self.size = img_resolution

    def eval(self):
        return self

    def requires_grad_(self, wanted):
        assert wanted is False
        return self

    def to(self, device):
        assert device == 'cuda'
        return self

    def __call__(self, z, c, noise_mode, force_fp32):
        assert c.shape == (z.shape[0], 0) and noise_mode == 'const' and force_fp32 is False
        for operation in self.operations:
            operation.run()
        return torch.Tensor(z.shape[0], 3, self.size, self.size)
