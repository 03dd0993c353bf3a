import { parseAst } from 'vite';

/** A module that a file names: static, dynamic, re-exported, required, or only for its types. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  readonly isType: boolean;
}

type Node = { readonly type: string; readonly start: number; readonly [key: string]: unknown };

const read = new Map<string, readonly Import[]>();

/** Every import of a source text; a dynamic one whose name is computed cannot be read. */
export function importsOf(text: string, file: string): readonly Import[] {
  const known = read.get(text);
  if (known) return known;
  const found: Import[] = [];
  const program = parseAst(text, { lang: /\.[mc]?js$/.test(file) ? 'js' : 'ts', astType: 'ts', sourceType: 'module' });
  visit(program, (node) => {
    const specifier = nameIn(sourceOf(node));
    if (specifier === undefined) return;
    const isType = node.importKind === 'type' || node.exportKind === 'type' || node.type === 'TSImportType';
    found.push({ specifier, line: text.slice(0, node.start).split('\n').length, isType });
  });
  read.set(text, found);
  return found;
}

function sourceOf(node: Node): unknown {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return node.source;
    case 'TSExternalModuleReference':
      return node.expression;
    case 'CallExpression':
      return isNode(node.callee) && node.callee.name === 'require' && Array.isArray(node.arguments) ? node.arguments[0] : undefined;
    default:
      return undefined;
  }
}

/** The text of a literal, or of a template without gaps. */
function nameIn(source: unknown): string | undefined {
  if (!isNode(source)) return undefined;
  if (source.type === 'Literal' && typeof source.value === 'string') return source.value;
  if (source.type !== 'TemplateLiteral') return undefined;
  const [only, ...more] = source.quasis as readonly { readonly value: { readonly cooked: string } }[];
  return more.length === 0 ? only?.value.cooked : undefined;
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (isNode(value)) see(value);
  for (const content of Object.values(value)) visit(content, see);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
