import * as tf from '@tensorflow/tfjs-core'

/** Registers a kernel, in place of the backend's own where there is one; what that does when the backend starts and stops stays. */
export function replaceKernel(
  backendName: string,
  kernelName: string,
  kernelFunc: tf.KernelConfig['kernelFunc'],
): void {
  const own = tf.getKernel(kernelName, backendName)
  if (own) tf.unregisterKernel(kernelName, backendName)
  tf.registerKernel({ ...own, kernelName, backendName, kernelFunc })
}
