// swift-tools-version: 6.0
import PackageDescription

// A peer to measure against. It is a package of its own, so that the product depends on none.
let package = Package(
  name: "peer",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1")
  ],
  targets: [
    .executableTarget(
      name: "Peer",
      dependencies: [.product(name: "Hummingbird", package: "hummingbird")])
  ]
)
