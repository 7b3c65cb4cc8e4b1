import { getRouteApi, Link } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import { Badge } from '../parts/badge';
import { CopyButton } from '../parts/copy-button';
import { Icon } from '../parts/icon';
import { Marked } from '../parts/marked';
import { Prose } from '../parts/prose';
import { surroundings } from '../shell/surroundings';
import type { FieldNode } from '../api/answers';
import type { FieldRow } from './field-rows';

const route = getRouteApi('/events/$id');

interface FieldLineProps {
  readonly row: FieldRow;
  readonly filter: string | undefined;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  readonly onToggle: () => void;
  readonly onSelect: () => void;
  readonly onPress: (event: KeyboardEvent) => void;
}

export function FieldLine(props: FieldLineProps) {
  const { row, filter, isSelected } = props;
  const { node, level } = row;
  return (
    <div
      role="treeitem"
      aria-level={level}
      aria-expanded={row.canOpen ? row.isOpen : undefined}
      aria-selected={isSelected}
      aria-posinset={row.place}
      aria-setsize={row.siblings}
      tabIndex={props.isTabStop ? 0 : -1}
      onKeyDown={props.onPress}
      onClick={(event) => {
        if (!(event.target as HTMLElement).closest('button,a')) props.onSelect();
      }}
      className={`grid cursor-pointer scroll-mt-20 gap-x-6 border-b border-line py-2 pr-2 text-small focus-visible:outline-offset-[-2px] md:grid-cols-[minmax(0,5fr)_minmax(0,7fr)] ${isSelected ? 'bg-accent-wash' : 'hover:bg-raised'}`}
    >
      <div
        className="flex min-w-0 items-start gap-2"
        style={{ paddingLeft: `${(level - 1) * 1.125}rem` }}
      >
        {row.canOpen ? (
          <span
            onClick={(event) => {
              event.stopPropagation();
              props.onToggle();
            }}
            className={`-mr-1 grid size-5 shrink-0 place-items-center rounded text-quiet hover:bg-line hover:text-ink ${row.isOpen ? 'rotate-90' : ''}`}
          >
            <Icon name="caret" size={14} />
          </span>
        ) : (
          <span className="-mr-1 size-5 shrink-0" />
        )}
        <FieldName node={node} {...(filter !== undefined && { filter })} />
        {node.required && (
          <span className="shrink-0 text-micro leading-5 text-quiet">required</span>
        )}
      </div>
      <Meaning {...props} />
    </div>
  );
}

/** A label such as `[items]` is not a name anybody may send: it looks like prose. */
function FieldName({ node, filter }: { readonly node: FieldNode; readonly filter?: string }) {
  const { name, deprecated } = node;
  if (name.startsWith('[') && name.endsWith(']')) {
    return <span className="min-w-0 text-quiet italic">{name.slice(1, -1)}</span>;
  }
  const look = deprecated ? 'text-quiet line-through' : 'font-medium text-ink';
  return (
    <code className={`min-w-0 leading-5 break-words ${look}`}>
      <Marked text={name} words={filter} />
    </code>
  );
}

function Meaning({ row, filter, isSelected }: FieldLineProps) {
  const { id } = route.useParams();
  const { node } = row;
  return (
    <div className="min-w-0 max-md:pl-6">
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 leading-5">
        <code className="text-accent">{node.type}</code>
        {node.constraints.map((constraint) => (
          <span key={constraint} className="text-quiet">
            {constraint}
          </span>
        ))}
        {node.recursive && <span className="text-quiet">repeats {node.recursive}</span>}
        {node.classification && (
          <Badge tone="private" icon="lock" title="Masked wherever an event is shown">
            {classificationText(node.classification)}
          </Badge>
        )}
        {node.deprecated && (
          <Badge tone="warn" icon="sunset">
            {['Deprecated', node.sunsetOn && `until ${node.sunsetOn}`].filter(Boolean).join(' ')}
          </Badge>
        )}
      </p>
      {node.description && (
        <p className={`mt-0.5 max-w-prose text-soft ${isSelected ? '' : 'line-clamp-2'}`}>
          <Prose text={node.description} words={filter} />
        </p>
      )}
      {node.replacedBy && (
        <p className="mt-0.5 text-soft">
          Use <code>{node.replacedBy}</code> instead.
        </p>
      )}
      {isSelected && (
        <p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1">
          <code className="break-all text-quiet">{node.path || '/'}</code>
          <CopyButton text={node.path} label="Copy the path">
            Copy path
          </CopyButton>
          <CopyButton
            text={surroundings().address.href}
            label="Copy a link to this field"
            icon="link"
          >
            Copy link
          </CopyButton>
          {!node.path.includes('[') && (
            <Link
              to="/events/$id/field"
              params={{ id }}
              search={{ path: node.path }}
              className="link tap"
            >
              Who uses it
            </Link>
          )}
        </p>
      )}
    </div>
  );
}

/** `pii.contact` is a code; "personal: contact" is what it says. */
function classificationText(classification: string): string {
  const [kind, ...rest] = classification.split('.');
  const word = kind === 'pii' ? 'personal' : kind;
  return rest.length > 0 ? `${word}: ${rest.join(' ')}` : `${word}`;
}
