"""Every write of SiHebat: fills, their files, ceilings, vehicles, prices, reports, the demo (demo/)."""
