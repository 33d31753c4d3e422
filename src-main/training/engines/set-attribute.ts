import type { AttributeSetters, Pointer } from './tensorflow-library.ts'
import { ATTRIBUTES, dimensions, type OpAttribute } from './tensorflow-types.ts'

/**
 * Gives an operation one attribute, as @tensorflow/tfjs-node-gpu describes it.
 * @param setters of eager operations or of those of a graph
 * @param target the operation, not yet executed or finished
 */
export function setAttribute(setters: AttributeSetters, target: Pointer, attribute: OpAttribute): void {
  const { name, type, value } = attribute
  switch (type) {
    case ATTRIBUTES.TF_ATTR_STRING: {
      const bytes = new TextEncoder().encode(value as string)
      return setters.setString(target, name, bytes, bytes.length)
    }
    case ATTRIBUTES.TF_ATTR_INT:
      if (Array.isArray(value)) return setters.setIntList(target, name, dimensions(value), value.length)
      return setters.setInt(target, name, value as number)
    case ATTRIBUTES.TF_ATTR_FLOAT:
      if (Array.isArray(value))
        return setters.setFloatList(target, name, Float32Array.from(value), value.length)
      return setters.setFloat(target, name, value as number)
    case ATTRIBUTES.TF_ATTR_BOOL:
      if (Array.isArray(value))
        return setters.setBoolList(target, name, Uint8Array.from(value, Number), value.length)
      return setters.setBool(target, name, value ? 1 : 0)
    case ATTRIBUTES.TF_ATTR_TYPE:
      return setters.setType(target, name, value as number)
    case ATTRIBUTES.TF_ATTR_SHAPE: {
      const shape = value as number[]
      return setters.setShape(target, name, dimensions(shape), shape.length)
    }
    default:
      throw new Error(`TensorFlow attribute ${name} has the unknown type ${type}`)
  }
}
