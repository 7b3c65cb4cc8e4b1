/** As Fastify calls what it writes by itself. */
export const JSON_TYPE = 'application/json; charset=utf-8';
