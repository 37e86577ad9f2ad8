"""The files of deploy/ against the program: they ask for nothing that it does not have.

deploy_files_test.py TASNIF SOURCE_DIR

Exit code 77: python3-yaml is not installed.
"""

import glob
import os
import re
import subprocess
import sys

try:
    import yaml
except ImportError as error:
    print(f"skipped: {error} (install python3-yaml)")
    sys.exit(77)


def read(source, path):
    with open(os.path.join(source, path), encoding="utf-8") as file:
        return file.read()


def flags_of(tasnif):
    told = subprocess.run([tasnif, "serve", "--help"], stdout=subprocess.PIPE, check=True)
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", told.stdout.decode()))


def manifests(source):
    """Kind → manifests; each file is YAML with what every manifest has."""
    found = {}
    for path in sorted(glob.glob(os.path.join(source, "deploy/kubernetes/*.yaml"))):
        for one in yaml.safe_load_all(read(source, path)):
            assert one["apiVersion"] and one["kind"], path
            found.setdefault(one["kind"], []).append(one)
    listed = found.pop("Kustomization")[0]["resources"]
    there = {os.path.basename(path) for path in glob.glob(
        os.path.join(source, "deploy/kubernetes/*.yaml"))} - {"kustomization.yaml"}
    assert set(listed) == there, (listed, there)
    return found


def check_kubernetes(found, flags):
    deployment, = found["Deployment"]
    pod = deployment["spec"]["template"]
    container, = pod["spec"]["containers"]
    command, *arguments = container["args"]
    assert command == "serve"
    options = dict(argument.split("=", 1) if "=" in argument else (argument, "")
                   for argument in arguments)
    assert set(options) <= flags, set(options) - flags
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    for name, option in (("grpc", "--address"), ("http", "--http-address")):
        assert options[option].endswith(f":{ports[name]}"), (name, options)
    assert pod["metadata"]["annotations"]["prometheus.io/port"] == str(ports["http"]), "scraped there"
    assert int(options["--grace"]) + 5 < pod["spec"]["terminationGracePeriodSeconds"]
    for service in found["Service"]:
        assert service["spec"]["selector"].items() <= pod["metadata"]["labels"].items()
        for port in service["spec"]["ports"]:
            target = port.get("targetPort", port["port"])
            assert target in ports or target in ports.values(), service
    scaler, = found["HorizontalPodAutoscaler"]
    assert scaler["spec"]["scaleTargetRef"]["name"] == deployment["metadata"]["name"]
    assert any(service["spec"].get("clusterIP") == "None" for service in found["Service"]), "headless"


def check_package(source, flags):
    options = re.findall(r'^TASNIF_SERVE_OPTIONS="(.*)"$', read(source, "deploy/debian/serve.conf"), re.M)
    assert len(options) == 1, options
    used = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", options[0]))
    assert used and used <= flags, used - flags
    unit = read(source, "deploy/debian/tasnif.service")
    assert "ExecStart=/usr/bin/tasnif serve $TASNIF_SERVE_OPTIONS" in unit


def main(tasnif, source):
    flags = flags_of(tasnif)
    assert "--address" in flags, flags
    check_kubernetes(manifests(source), flags)
    check_package(source, flags)
    print("ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
