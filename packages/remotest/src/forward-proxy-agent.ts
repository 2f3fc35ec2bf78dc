import type { Socket } from "node:net";
import { HttpProxyAgent } from "http-proxy-agent";

type Connect = HttpProxyAgent<string>["connect"];

/**
 * Forwards plain http through a proxy. `http-proxy-agent` renders the head of a request anew, with the whole address
 * in it; that of a request which waits for `100 Continue` is queued already, and would go out a second time: two
 * start requests in place of one.
 */
export class ForwardProxyAgent extends HttpProxyAgent<string> {
  override async connect(...[request, options]: Parameters<Connect>): Promise<Socket> {
    const socket = await super.connect(request, options);
    const [head, ...more] = request.outputData ?? [];
    if (head && more.some(({ data }) => data === head.data)) request.outputData?.splice(1, more.length);
    return socket;
  }
}
