import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import type { LineageAnswer } from '../api/desk-answers';
import { plural } from '../parts/numbers';
import { EDGES } from './edge-look';
import { gatherCrowds } from './gather-crowds';
import { type Layout, layOut, layOutTall, NODE, type PlacedNode } from './layout';

const MARGIN = 12;
const NAME_CHARACTERS = 24;

interface GraphProps {
  readonly lineage: LineageAnswer;
  /** Columns that are drawn whole, by their distance. */
  readonly whole: readonly number[];
  readonly onLook: (id: string) => void;
  readonly onOpen: (distance: number) => void;
}

/**
 * The neighbourhood as a drawing, across where there is room and down on a phone; arrows walk it,
 * Enter looks from there, `o` opens the event.
 */
export function Graph({ lineage, whole, onLook, onOpen }: GraphProps) {
  const { focus } = lineage;
  const { nodes, edges } = useMemo(() => gatherCrowds(lineage, whole), [lineage, whole]);
  const across = useMemo(() => layOut(nodes, edges), [nodes, edges]);
  const tall = useMemo(() => layOutTall(nodes, edges), [nodes, edges]);
  const area = useRef<HTMLDivElement>(null);
  const middle = across.nodes.find(({ node: { id } }) => id === focus)?.x ?? 0;
  useEffect(() => {
    const { current } = area;
    if (current) current.scrollLeft = middle + NODE.width / 2 - current.clientWidth / 2;
  }, [middle]);
  const take = ({ id, kind, distance }: PlacedNode['node']) =>
    kind === 'crowd' ? onOpen(distance) : onLook(id);
  return (
    <>
      <div
        ref={area}
        className="panel overflow-x-auto p-4 max-md:hidden"
        role="region"
        aria-label="Drawing of the lineage"
        tabIndex={0}
      >
        <Drawing layout={across} focus={focus} onTake={take} prefix="across" />
      </div>
      <div
        className="panel p-4 md:hidden"
        role="region"
        aria-label="Drawing of the lineage, from top to bottom"
      >
        <Drawing layout={tall} focus={focus} onTake={take} prefix="down" />
      </div>
    </>
  );
}

interface DrawingProps {
  readonly layout: Layout;
  readonly focus: string;
  readonly onTake: (node: PlacedNode['node']) => void;
  /** Two drawings of the same nodes are on the page; ids are of one. */
  readonly prefix: string;
}

function Drawing({ layout, focus, onTake, prefix }: DrawingProps) {
  const { nodes, edges, width, height, nodeWidth } = layout;
  const navigate = useNavigate();
  const elementOf = (id: string) => `${prefix}-${encodeURIComponent(id)}`;
  const press = (event: KeyboardEvent, placed: PlacedNode) => {
    const target = neighbour(nodes, placed, event.key);
    if (target) document.getElementById(elementOf(target.node.id))?.focus();
    else if (event.key === 'Enter' || event.key === ' ') onTake(placed.node);
    else if (event.key === 'o' && placed.node.kind === 'event')
      void navigate({ to: '/events/$id', params: { id: placed.node.id.slice('event:'.length) } });
    else return;
    event.preventDefault();
  };
  return (
    <svg
      viewBox={`${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}`}
      width={width + 2 * MARGIN}
      height={height + 2 * MARGIN}
      className={`mx-auto block ${prefix === 'down' ? 'h-auto max-w-full' : 'max-w-none'}`}
      role="group"
      aria-label={`${plural(nodes.length, 'node')}, ${plural(edges.length, 'line')}; the table below says the same`}
    >
      {edges.map(({ edge, path }) => (
        <path
          key={`${edge.from} ${edge.to}`}
          d={path}
          fill="none"
          strokeWidth={edge.state === 'stopped' ? 2.5 : 1.75}
          strokeDasharray={edge.isSeen ? undefined : '4 5'}
          className={EDGES[edge.state].stroke}
        />
      ))}
      {nodes.map((placed) => (
        <NodeBox
          key={placed.node.id}
          id={elementOf(placed.node.id)}
          width={nodeWidth}
          placed={placed}
          isFocus={placed.node.id === focus}
          onPress={(event) => press(event, placed)}
          onTake={() => onTake(placed.node)}
        />
      ))}
    </svg>
  );
}

function neighbour(
  nodes: readonly PlacedNode[],
  at: PlacedNode,
  key: string,
): PlacedNode | undefined {
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (step) return nodes.find(({ column, row }) => column === at.column && row === at.row + step);
  const side = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (!side) return undefined;
  return nodes
    .filter(({ column }) => column === at.column + side)
    .sort((a, b) => Math.abs(a.y - at.y) - Math.abs(b.y - at.y))[0];
}

interface NodeBoxProps {
  readonly id: string;
  readonly width: number;
  readonly placed: PlacedNode;
  readonly isFocus: boolean;
  readonly onPress: (event: KeyboardEvent) => void;
  readonly onTake: () => void;
}

function NodeBox({ id, width, placed: { node, x, y }, isFocus, onPress, onTake }: NodeBoxProps) {
  const { name, kind, owner, more } = node;
  const told = kind === 'crowd' ? 'show them all' : [kind, owner].filter(Boolean).join(', ');
  const fill = isFocus ? 'fill-accent-wash stroke-accent' : 'fill-raised stroke-edge';
  return (
    <g transform={`translate(${x} ${y})`}>
      <g
        id={id}
        role="button"
        tabIndex={isFocus ? 0 : -1}
        aria-label={`${name}, ${told}${isFocus ? ', looked at' : ''}${more > 0 ? `, ${more} more beyond` : ''}`}
        aria-current={isFocus ? 'true' : undefined}
        onClick={onTake}
        onKeyDown={onPress}
        className="group cursor-pointer outline-none"
      >
        <rect
          width={width}
          height={NODE.height}
          rx={kind === 'service' ? NODE.height / 2 : 8}
          strokeDasharray={kind === 'crowd' ? '3 3' : undefined}
          strokeWidth={isFocus ? 2 : 1}
          className={`${fill} group-hover:stroke-accent group-focus-visible:stroke-accent group-focus-visible:stroke-[3px]`}
        />
      </g>
      <g aria-hidden="true" className="pointer-events-none">
        <text x={18} y={20} className="fill-ink text-small font-medium">
          {name.length > NAME_CHARACTERS ? `${name.slice(0, NAME_CHARACTERS - 1)}…` : name}
        </text>
        <text x={18} y={36} className="fill-quiet text-micro">
          {told}
          {more > 0 && `, ${more} more`}
        </text>
      </g>
    </g>
  );
}
