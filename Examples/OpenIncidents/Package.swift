// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "OpenIncidents",
    dependencies: [
        // In a package of your own: .package(url: "ADDRESS", branch: "main", traits: [])
        .package(name: "argus", path: "../..", traits: [])
    ],
    targets: [
        .executableTarget(
            name: "OpenIncidents",
            dependencies: [.product(name: "ArgusClient", package: "argus")])
    ]
)
