import { layers, type initializers } from '@tensorflow/tfjs-layers'
import { sizesOf, type Architecture, type LayerSettings } from './architecture.ts'
import { createNetwork, type Network } from './network.ts'
import { StatelessDropout, type DrawUniform } from './stateless-dropout.ts'

interface BuildOptions {
  /** Of the next layer that learns; default zeros, for weights that come from elsewhere. */
  initialKernel?: () => ReturnType<typeof initializers.zeros>
  /** Dropout's chance, for tests. */
  draw?: DrawUniform
}

/** The network of an architecture. @throws StudioError `invalid` where the layers do not fit each other */
export function buildNetwork(architecture: Architecture, options: BuildOptions = {}): Network {
  sizesOf(architecture)
  return createNetwork(
    architecture.layers.map((layer, index) =>
      layerOf(layer, {
        ...options,
        name: `${layer.type}_${index + 1}`,
        ...(index === 0 && { inputShape: architecture.inputShape }),
      }),
    ),
  )
}

/** @param options.inputShape of the first layer: what goes in */
function layerOf(
  settings: LayerSettings,
  options: BuildOptions & { name: string; inputShape?: number[] },
): layers.Layer {
  const { name, inputShape, initialKernel, draw } = options
  const common = { name, ...(inputShape && { inputShape }) }
  const kernel = () => ({ kernelInitializer: initialKernel?.() ?? ('zeros' as const) })
  switch (settings.type) {
    case 'conv1d': {
      const { filters, kernelSize, strides, padding, activation, hasBias } = settings
      const convolution = { filters, kernelSize, strides, padding, activation, useBias: hasBias }
      return layers.conv1d({ ...common, ...convolution, ...kernel() })
    }
    case 'dense': {
      const { units, activation, hasBias } = settings
      return layers.dense({ ...common, units, activation, useBias: hasBias, ...kernel() })
    }
    case 'averagePooling1d':
    case 'maxPooling1d': {
      const { type, poolSize, strides, padding } = settings
      return layers[type]({ ...common, poolSize, strides, padding })
    }
    case 'dropout':
      return new StatelessDropout(settings.rate, name, draw, inputShape)
    case 'flatten':
      return layers.flatten(common)
    case 'reshape':
      return layers.reshape({ ...common, targetShape: settings.targetShape })
    case 'activation':
      return layers.activation({ ...common, activation: settings.activation })
  }
}
