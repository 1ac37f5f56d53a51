// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "ThirtyLineGlue",
    dependencies: [
        // In a package of your own: .package(url: "ADDRESS", branch: "main", traits: ["Glue"])
        .package(name: "argus", path: "../..", traits: ["Glue"])
    ],
    targets: [
        .executableTarget(
            name: "ThirtyLineGlue",
            dependencies: [.product(name: "ArgusGlue", package: "argus")]),
        .testTarget(
            name: "ThirtyLineGlueTests",
            dependencies: [
                "ThirtyLineGlue", .product(name: "ArgusClientTesting", package: "argus"),
                .product(name: "ArgusGlue", package: "argus"),
            ]),
    ]
)
