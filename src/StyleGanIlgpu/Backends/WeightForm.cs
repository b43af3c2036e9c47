using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends;

/// <summary>A prepared form of a parameter: the instance, and the form's name. Engines make each once.</summary>
internal readonly record struct WeightForm(Parameter Parameter, string Form);
