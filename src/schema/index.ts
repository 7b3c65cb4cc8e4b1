export {
  type Language,
  type ReadSchema,
  type ReferencedSource,
  type SchemaFault,
  type SchemaNode,
  type SchemaSource,
  type SchemaType,
  type Validator,
  type Violation,
} from './language.js';
