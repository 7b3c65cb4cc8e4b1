import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { principalOf, type RequestHeaders } from '#kernel';

/** The principal who asks. */
export const Asker = createParamDecorator((_: unknown, host: ExecutionContext): string =>
  principalOf(host.switchToHttp().getRequest<{ headers: RequestHeaders }>().headers),
);
