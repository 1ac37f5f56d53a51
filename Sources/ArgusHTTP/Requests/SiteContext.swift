import Hummingbird
import NIOCore

/// What Hummingbird hands along with a request, and the address from which it came.
package struct SiteContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The other end of the connection, which may be a proxy; nil if it has no address.
    let remoteAddress: SocketAddress?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
    }

    /// From where a request comes, as far as failures are counted.
    func address(for request: Request, _ site: Site) -> String {
        ClientAddress.of(
            request.headers, over: remoteAddress, trusting: site.settings.trustedProxies)
    }
}
